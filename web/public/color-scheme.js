// Sets the colour scheme before the first paint; a script of its own because the content security policy refuses inline ones.
(() => {
  const stored = localStorage.getItem('strata-color-scheme') ?? 'auto';
  const dark = stored === 'dark' || (stored === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
