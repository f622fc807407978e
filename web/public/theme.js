// Runs before the first paint so that a chosen theme never flashes; a file of its own because the
// Content-Security-Policy allows no inline script.
try {
  var theme = localStorage.getItem('crosscase.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch (e) {
  // storage may be off: the system's preference stands
}
