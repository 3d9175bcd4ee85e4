// The keyboard is the terminal's as soon as there is one, and in the end the link's.
"use strict";
new MutationObserver(() => {
  const ended = document.body.classList.contains("-closed");
  document.querySelector(ended ? ".ended a" : ".xterm-helper-textarea").focus();
}).observe(document.body, { attributeFilter: ["class"] });
