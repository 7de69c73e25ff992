// A frame that holds one sentence instead of sheets takes no more room than the sentence.
"use strict";
{
  const frame = document.querySelector(".frame");
  frame.querySelector("iframe").addEventListener("load", (event) => {
    const hasSheets = event.target.contentDocument?.querySelector("img, meta[http-equiv=refresh]");
    frame.classList.toggle("sentence", !hasSheets);
  });
}
