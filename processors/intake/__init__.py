"""How files and their dispatch sheets (拟文处理单) come in."""
