/* A table that is too wide scrolls by keyboard as well: the theme wraps tables, when they are there. */
new MutationObserver(() => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
    wrap.tabIndex = 0;
  }
}).observe(document.body, { childList: true, subtree: true });
