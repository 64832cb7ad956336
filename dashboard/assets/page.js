// The document's title and language follow the page, so that screen readers and tabs do too.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  page: {
    announce: function (title, language) {
      if (title) { document.title = title; }
      if (language) { document.documentElement.lang = language; }
    },
  },
});
