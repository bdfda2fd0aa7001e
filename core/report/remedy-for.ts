/** A remedy whose commands name the run, so that they can be copied as they stand. */
export function remedyFor(remedy: string, runId: string): string {
  return remedy.replace(/\b(failback [a-z-]+) RUN\b/g, (_, command: string) => `${command} ${runId}`);
}
