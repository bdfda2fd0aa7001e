import type { ScriptText } from '../plan/script-texts.ts';
import type { MomentItem, Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Change } from './change.ts';
import type { Side, Sides } from './side.ts';

/** Scripts that the text names as before and that say something else now: the text does not show it, the plan's hash does. */
export function changedScripts({ before, after }: Sides): Change[] {
  const old = scriptsOf(before);
  return [...scriptsOf(after)].flatMap(([script, text]): Change[] => {
    const other = old.get(script);
    if (other === undefined || other.sha256 === text.sha256) return [];
    return [
      {
        risk: 'serious',
        kind: 'gate',
        subjects: [],
        says: `The script '${script}' says something else: it was ${sayText(other)} and is ${sayText(text)}.`,
        means: 'Read what it does now: it runs on real systems.',
        at: placeOf(after.runbook, script),
      },
    ];
  });
}

function scriptsOf({ plan }: Side): ReadonlyMap<string, ScriptText> {
  return new Map(
    plan.steps.flatMap((step) => {
      const named =
        step.kind === 'run' ? step : step.kind === 'probe' && step.check.kind === 'script' ? step.check : undefined;
      return named?.text === undefined ? [] : [[named.script, named.text] as const];
    }),
  );
}

function sayText({ sha256, bytes }: ScriptText): string {
  return `sha256 ${sha256.slice(0, 12)} of ${bytes} bytes`;
}

function placeOf({ moments, waves }: Runbook, script: string): SourceRange | undefined {
  const names = (item: MomentItem) =>
    item.kind === 'run'
      ? item.script
      : item.kind === 'probe' && item.check.kind === 'script'
        ? item.check.script
        : undefined;
  return [...moments, ...waves.flatMap((wave) => wave.moments)]
    .flatMap(({ items }) => items)
    .find((item) => names(item) === script)?.at;
}
