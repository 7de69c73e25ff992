"""Consultations (公开征求意见): what people of the bureau do around a draft, each step on record."""
