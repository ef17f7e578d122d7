/** What was done, in words: operations have names such as `createKey`, commands such as `people add`. */
export function actionName(action: string): string {
  const words = action.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of a person without the address that stands behind it. */
export function nameOf(actor: string): string {
  return actor.replace(/ <[^>]*>$/, '');
}
