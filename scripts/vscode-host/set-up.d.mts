/** Folder of its own, so that code-server's packages never mix with the project's. */
export const hostFolder: string;
export const codeServerEntry: string;
/** The project's own Node 24, which code-server asks for. */
export const node24: string;
/** Installs what is missing. Ends the process with one plain sentence and one command where it may not. */
export function setUpHost(): void;
