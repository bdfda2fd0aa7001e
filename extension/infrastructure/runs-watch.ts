/**
 * The runs of this user, as their journals tell them. A run belongs to no window: this only looks, so a window that is
 * reloaded sees the same runs again.
 */

import * as vscode from 'vscode';
import { runHandles } from '../../executor/journal/find-run.ts';
import type { CommandAnswer, LiveRunView, RunCommand, RunSummary } from '../../executor/journal/runs.ts';
import { findRun, followRun, listRuns, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { readSettings } from './settings.ts';

/** A run as it was last seen. `view` is undefined for one whose journal cannot be read. */
export interface SeenRun {
  readonly summary: RunSummary;
  readonly view: LiveRunView | undefined;
}

/** New runs of other windows and terminals are noticed this soon. */
const LOOK_EVERY_MS = 2000;
/** Reading every journal is dear, so an ended run that somebody takes up again elsewhere is noticed more slowly. */
const LOOK_CLOSELY_EVERY = 30;
/** A journal moves many times a second in a rehearsal; people do not see more than this. */
const TELL_EVERY_MS = 150;

export class RunsWatch implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #moved = new vscode.EventEmitter<void>();
  readonly #seen = new Map<string, SeenRun>();
  readonly #followed = new Set<string>();
  readonly #stop = new AbortController();
  #tell: NodeJS.Timeout | undefined;

  /** Fired when any run moved. */
  readonly onDidMove = this.#moved.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Newest first. */
  get runs(): readonly SeenRun[] {
    return [...this.#seen.values()].sort((a, b) => b.summary.createdAt.localeCompare(a.summary.createdAt));
  }

  run(id: string): SeenRun | undefined {
    return this.#seen.get(id);
  }

  /** Looks at once, then again and again until disposed of. */
  async start(): Promise<void> {
    for (let turn = 0; !this.#stop.signal.aborted; turn += 1) {
      if (turn % LOOK_CLOSELY_EVERY === 0 || (await this.#somethingIsNew())) await this.look();
      await this.#pause();
    }
  }

  /** Notices runs that were added or taken up since. */
  async look(): Promise<void> {
    const summaries = await listRuns(home()).catch((error: unknown) => {
      this.#log.warn(`The runs could not be listed: ${String(error)}`);
      return [];
    });
    for (const id of this.#seen.keys()) {
      if (!summaries.some((summary) => summary.id === id)) this.#seen.delete(id);
    }
    for (const summary of summaries) {
      if (this.#followed.has(summary.id)) continue;
      if (isOver(summary) && this.#seen.get(summary.id)?.summary.status === summary.status) continue;
      await this.#see(summary);
      if (!isOver(summary)) void this.#follow(summary.id);
    }
    this.#tellSoon();
  }

  async send(id: string, command: RunCommand): Promise<CommandAnswer> {
    const answer = await sendCommand(await findRun(home(), id), command);
    this.#log.info(`${command.kind} → ${id}: ${answer.outcome}. ${answer.message}`);
    return answer;
  }

  dispose(): void {
    this.#stop.abort();
    clearTimeout(this.#tell);
    this.#moved.dispose();
  }

  async #somethingIsNew(): Promise<boolean> {
    const handles = await runHandles(home());
    if (handles.length !== this.#seen.size || handles.some(({ id }) => !this.#seen.has(id))) return true;
    // A journal that could not be read for a moment is followed again.
    return [...this.#seen.values()].some(({ summary }) => !isOver(summary) && !this.#followed.has(summary.id));
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      const stopped = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#stop.signal.addEventListener('abort', stopped, { once: true });
      timer.unref();
    });
  }

  async #see(summary: RunSummary): Promise<void> {
    const view = summary.trouble === undefined ? await readRun(summary.handle).catch(() => undefined) : undefined;
    this.#seen.set(summary.id, { summary, view });
  }

  async #follow(id: string): Promise<void> {
    this.#followed.add(id);
    try {
      const handle = await findRun(home(), id);
      for await (const view of followRun(handle, this.#stop.signal)) {
        const known = this.#seen.get(id);
        if (!known) return;
        this.#seen.set(id, { summary: { ...known.summary, ...figuresOf(view) }, view });
        this.#tellSoon();
      }
    } catch (error) {
      this.#log.warn(`The run '${id}' can no longer be followed: ${String(error)}`);
    } finally {
      this.#followed.delete(id);
    }
  }

  #tellSoon(): void {
    if (this.#tell !== undefined || this.#stop.signal.aborted) return;
    this.#tell = setTimeout(() => {
      this.#tell = undefined;
      this.#moved.fire();
    }, TELL_EVERY_MS);
  }
}

function home(): string {
  return readSettings().home || runsHome(process.env);
}

function isOver(summary: RunSummary): boolean {
  return summary.trouble !== undefined || (!summary.alive && ENDED.has(summary.status));
}

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'declined', 'cancelled']);

function figuresOf(view: LiveRunView) {
  const { status, because } = view.state;
  const { fraction, home, open, alive, silent } = view;
  return { status, because, fraction, home, open: open.length, alive, silentSince: silent?.since };
}
