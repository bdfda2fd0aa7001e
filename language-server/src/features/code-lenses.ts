import type { LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import type { CodeLens, Command } from 'vscode-languageserver';
import { sameName } from '../../../core/inventory/world.ts';
import { sayCount } from '../../../core/report/say.ts';
import { isRunbook, isWave } from '../generated/ast.ts';
import { placeOfName } from '../lower/places.ts';
import type { Claims } from '../workspace/claims.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';
import { elementsOf } from './place/elements.ts';
import type { PlanAtHand } from './plan-at-hand.ts';
import { sayWave } from './plan-figures.ts';

interface Services {
  readonly analysisOf: (document: LangiumDocument) => Analysis | undefined;
  readonly plans: PlanAtHand;
  /** Machines that other runbooks of the workspace move too. */
  readonly claims: () => Claims;
  /** Whether the editor has the commands; another one shows the words alone. */
  readonly hasCommands: () => boolean;
}

/** Above the runbook how it stands and what can be done with it; above each wave how many machines it moves, and how long that takes. */
export class FailbackCodeLenses implements CodeLensProvider {
  readonly #services: () => Services;

  constructor(services: () => Services) {
    this.#services = services;
  }

  provideCodeLens(document: LangiumDocument): CodeLens[] {
    const { analysisOf, plans, claims } = this.#services();
    const analysis = analysisOf(document);
    const plan = plans.latest(analysis);
    const uri = document.uri.toString();
    return elementsOf(document).flatMap((element): CodeLens[] => {
      if (!isRunbook(element) && !isWave(element)) return [];
      const { start, end } = placeOfName(element);
      const range = { start, end };
      if (isRunbook(element)) {
        const shared = claims().problemsOf(uri).length;
        return this.#runbookCommands(readiness(analysis, shared), uri).map((command) => ({ range, command }));
      }
      const wave = analysis?.lowered.runbook?.waves.find(({ name }) => sameName(name, element.name ?? ''));
      if (wave === undefined) return [];
      const estimate = plan && sayWave(plan, wave.name);
      const title = [sayCount(wave.machines.length, 'machine'), estimate]
        .filter((part) => part !== undefined)
        .join(', ');
      return [{ range, command: this.#command(title, 'failback.showPlan', uri) }];
    });
  }

  #runbookCommands(title: string, uri: string): readonly Command[] {
    const standing = this.#command(title, 'failback.checkRunbook', uri);
    if (!this.#services().hasCommands()) return [standing];
    return [
      standing,
      { title: 'Plan', command: 'failback.showPlan', arguments: [uri] },
      { title: 'Rehearse', command: 'failback.rehearse', arguments: [uri] },
      { title: 'Run', command: 'failback.runPlan', arguments: [uri] },
    ];
  }

  #command(title: string, command: string, uri: string): Command {
    return this.#services().hasCommands() ? { title, command, arguments: [uri] } : { title, command: '' };
  }
}

const MOST_WRITTEN_OUT = 300;

/** What stands in the way of a live run, in a few words. */
function readiness(analysis: Analysis | undefined, claimedTwice: number): string {
  const inText = analysis?.lowered.problems.filter(({ severity }) => severity === 'error').length ?? 0;
  const errors = inText + claimedTwice;
  if (errors > 0) return `${sayCount(errors, 'error')} in the text`;
  const { standing, lowered } = analysis ?? {};
  // All findings of a large run are not written out for a line above it.
  if (standing !== undefined && (lowered?.runbook?.machines.length ?? 0) > MOST_WRITTEN_OUT)
    return `${sayCount(standing.countBroken('error'), 'broken prerequisite')}, ${standing.count('unknown')} unknown`;
  const assessment = analysis?.assessment;
  if (assessment === undefined) return analysis?.breakdown === undefined ? 'Not judged yet' : 'The rules broke down';
  const blocking = assessment.findings.filter(({ blocks }) => blocks);
  if (blocking.length === 0) return 'Nothing stands in the way';
  const broken = blocking.filter(({ standing }) => standing === 'broken').length;
  const open = blocking.length - broken;
  const parts = [broken > 0 && `${broken} broken`, open > 0 && `${open} unproven`].filter(Boolean);
  return `${sayCount(blocking.length, 'prerequisite')} in the way: ${parts.join(', ')}`;
}
