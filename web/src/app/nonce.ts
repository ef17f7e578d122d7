/** The nonce by which the content security policy of this page lets styles in; empty in development. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
