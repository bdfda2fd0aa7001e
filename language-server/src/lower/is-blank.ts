/** Whether a text shows a reader nothing: it is empty, or all in it is space or has no shape of its own. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}
