/** The nonce by which the content security policy of this page lets styles in; empty in development. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// What locks the page behind a drawer or dialog writes a style of its own, and takes the nonce from here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
