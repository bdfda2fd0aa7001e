/**
 * What the editor's client and the language server say to each other besides the Language Server Protocol.
 * The client imports this file, so it imports nothing.
 */

/** Asks for the plan of a runbook as it stands in the editor. */
export const PLAN_REQUEST = 'failback/plan';

export interface PlanRequest {
  readonly uri: string;
}

export interface PlanAnswer {
  /** The plan as people review it; when there is none, the reason in sentences. */
  readonly text: string;
  /** Hash over the plan's decisions; empty when there is no plan. */
  readonly hash: string;
  /** Why a live run would be refused, in sentences. */
  readonly blockedBy: readonly string[];
  /** Errors in the text; a plan with any of them is not to be run. */
  readonly errors: number;
}

/** Asks how a runbook stands: what its text and the catalogue of rules say, counted. */
export const CHECK_REQUEST = 'failback/check';

export interface CheckRequest {
  readonly uri: string;
}

export interface CheckAnswer {
  readonly errors: number;
  readonly warnings: number;
  readonly unknown: number;
  readonly declared: number;
  readonly holds: number;
}

/** Asks which lines of a runbook or site file decide over something that cannot be taken back. */
export const FINAL_LINES_REQUEST = 'failback/finalLines';

export interface FinalLinesRequest {
  readonly uri: string;
}

export interface FinalLine {
  /** Counted from 0. */
  readonly line: number;
  /** Who stands in front of it: an approval, nobody (the text lets it pass), or nothing at all, so a live run is refused. */
  readonly guard: 'approval' | 'nobody' | 'missing';
  /** What happens there and why there is no way back, in sentences; may have several lines. */
  readonly why: string;
}

export type FinalLinesAnswer = readonly FinalLine[];

/** Asked of the client by a server that runs in a browser and has no files of its own. */
export const FILES_REQUEST = 'failback/files';

export interface FilesRequest {
  readonly ask: 'stat' | 'read' | 'list';
  readonly uri: string;
}

/** Null: there is nothing at that address, or nobody may read it. */
export type FilesAnswer =
  | { readonly kind: 'file' | 'folder' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'entries'; readonly entries: readonly { readonly name: string; readonly isFile: boolean }[] }
  | null;

/** What the client tells the server when it starts it (`initializationOptions`). */
export interface ServerOptions {
  /** Address of the folder that holds `docs/`, with its last slash, so that a rule's code leads to its page. */
  readonly documentationRoot?: string;
  /** Whether the client has the extension's commands, so that lenses may call them. */
  readonly hasCommands?: boolean;
  /** The client wants diagnostics pushed although it could pull them: ours chooses which of them it shows. */
  readonly pushDiagnostics?: boolean;
}
