// The keyboard is the terminal's as soon as there is one, and in the end the link's.
"use strict";
const hasEnded = () => document.body.classList.contains("-closed");
new MutationObserver(() => {
  document.querySelector(hasEnded() ? ".ended a" : ".xterm-helper-textarea").focus();
}).observe(document.body, { attributeFilter: ["class"] });
// The terminal would tell the server that it was left, who is not there any more.
document.addEventListener("blur", (event) => hasEnded() && event.stopPropagation(), true);
