import { makeReport, type Report } from '../../core/report/report.ts';
import { sayCount, sayDuration } from '../../core/report/say.ts';
import { verdictOf } from '../../core/report/verdict.ts';
import type { RunView } from '../../core/run/view.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Paint } from '../terminal/paint.ts';

const namedAtMost = 40;

/** What to say when a run has ended: the verdict, who is home, what was survived, and for each failure what to do. */
export function sumUpRun(view: RunView, paint: Paint): string {
  const report = makeReport(view, undefined);
  const verdict = verdictOf(report);
  const tone = verdict.tone === 'calm' ? paint.calm : paint[verdict.tone];
  const took = report.summary.took === null ? '' : ` It took ${sayDuration(report.summary.took)}.`;
  const sections = [
    [`${tone(verdict.label)}: ${showControlsInLines(verdict.sentence)}${took}`],
    home(report),
    report.waves.flatMap(({ name, recoveryTime, objective, objectiveMet }) => {
      if (recoveryTime === null) return [];
      const judged =
        objective === null
          ? ''
          : `, objective ${sayDuration(objective)} ${objectiveMet ? paint.good('met') : paint.bad('missed')}`;
      return `  ${showControlsInLines(name)}: out of service for ${sayDuration(recoveryTime)}${judged}`;
    }),
    report.survived.map(
      ({ title, how, sentences }) =>
        `  ${how}: ${showControlsInLines(title)}. ${showControlsInLines(sentences.join(' '))}`,
    ),
    report.failures.flatMap(({ title, code, message, remedy }) => [
      `${paint.bad('failed')}: ${showControlsInLines(title)} (${showControlsInLines(code)}): ${showControlsInLines(message)}`,
      `  ${showControlsInLines(remedy).replaceAll('\n', '\n  ')}`,
    ]),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n')}\n`;
}

function home({ machines }: Report): string[] {
  const names = machines.filter(({ status }) => status === 'home').map(({ name }) => showControlsInLines(name));
  if (names.length === 0) return [];
  const more = names.length > namedAtMost ? ` and ${sayCount(names.length - namedAtMost, 'more machine')}` : '';
  return [`  home and protected: ${names.slice(0, namedAtMost).join(', ')}${more}`];
}

/** 1 for a run that ended otherwise than done. */
export function exitCodeOf({ state }: RunView): ExitCode {
  return state.endedAt !== undefined && state.status !== 'done' ? 1 : 0;
}
