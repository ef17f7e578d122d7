/** Who is signed in, and what they may do about it. */
export function AccountMenu() {
  return null;
}
