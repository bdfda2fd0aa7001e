/** Names and ids are compared as Azure and vSphere do: without case. What is absent equals nothing. */
export function sameId(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}
