import type { Plan } from '../../core/plan/plan.ts';
import type { Action } from '../../core/run/action.ts';
import { SETTLE_TIME } from '../../core/run/action.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { next } from '../../core/run/next.ts';

const DAY = '2026-11-23T';

/**
 * Plays a script of a run and writes it out again with the answers. Lines that begin with a time are events; `?` asks what
 * may be done at that time; `= STEP` asks how a step stands; whatever is indented is an answer and is written anew.
 *
 *     09:00 done data/preflight          step-started and step-done
 *     09:01 intent data/erp-db-01/reprotect r1
 *     ? 09:05 issues=2
 */
export function play(plan: Plan, script: string): string {
  const ledger = new RunLedger(plan);
  const played: string[] = [];
  let watchedAt: string | undefined;
  for (const line of script.split('\n')) {
    if (line.startsWith('  ')) continue;
    played.push(line);
    if (line.startsWith('? ')) {
      const [, time = '', ...settings] = line.split(/\s+/);
      const issues = Number(settings.find((one) => one.startsWith('issues='))?.slice(7) ?? 100);
      const nearEnd = settings.includes('near-end');
      const actions = next(plan, ledger.state, new Date(at(time)), {
        issues,
        issuesAgainAt: at(time),
        watchedAt,
        nearEnd,
        inFlight: new Set(),
        settleTime: SETTLE_TIME,
      });
      played.push(...actions.map((action) => `  ${say(action)}`));
    } else if (line.startsWith('= ')) played.push(...stands(ledger, line.slice(2).trim()));
    else if (/^\d\d:\d\d watched/.test(line)) watchedAt = at(line.slice(0, 5));
    else if (/^\d/.test(line)) for (const event of eventsOf(plan, line)) ledger.apply(event);
  }
  return played.join('\n');
}

function stands(ledger: RunLedger, what: string): string[] {
  const { state } = ledger;
  if (what === 'run') return [`  ${state.status}${state.because === undefined ? '' : `: ${state.because}`}`];
  const step = state.steps.get(what);
  const details = [
    step?.status,
    step?.attempt ? `attempt ${step.attempt}` : undefined,
    step?.jobId === undefined ? undefined : `job ${step.jobId} by ${step.acceptedBy}`,
    step?.failure?.code,
    ...(step?.survived ?? []).map((text) => `survived: ${text}`),
  ];
  return [`  ${details.filter((part) => part !== undefined).join(', ')}`];
}

function eventsOf(plan: Plan, line: string): RunEvent[] {
  const [time = '', kind = '', step = '', ...rest] = line.split(/\s+/);
  const base = { at: at(time) };
  const words = rest.join(' ');
  const command = (body: object): RunEvent =>
    ({ ...base, kind: 'command', id: line, command: body, taken: true, message: '' }) as RunEvent;
  switch (kind) {
    case 'resumed':
      return [{ ...base, kind, epoch: Number(step || 1) }];
    case 'started':
      return [{ ...base, kind: 'step-started', step }];
    case 'done':
      return [step, ...rest].flatMap((id): RunEvent[] => [
        { ...base, kind: 'step-started', step: id },
        { ...base, kind: 'step-done', step: id },
      ]);
    case 'finished':
      return [{ ...base, kind: 'step-done', step }];
    case 'intent':
      return [
        { ...base, kind, step, operation: 'call', call: Number(rest[1] ?? 0), requestId: rest[0] ?? '', bodyHash: '' },
      ];
    case 'accepted':
      return [
        { ...base, kind, step, requestId: rest[0] ?? '', by: 'response', ...(rest[1] ? { jobId: rest[1] } : {}) },
      ];
    case 'adopted':
      return [{ ...base, kind: 'accepted', step, requestId: rest[0] ?? '', jobId: rest[1] ?? '', by: 'activity-id' }];
    case 'refused':
      return [
        { ...base, kind, step, requestId: rest[0] ?? '', status: 429, message: '429', retryAt: at(rest[1] ?? time) },
      ];
    case 'unknown':
      return [{ ...base, kind: 'unknown-outcome', step, requestId: rest[0] ?? '', message: 'no answer' }];
    case 'looked':
      return [{ ...base, kind, step, itemUnmoved: rest[0] !== 'moved' }];
    case 'alarmed':
      return [{ ...base, kind: 'alarm', key: step, message: words }];
    case 'asked':
      return [{ ...base, kind, step, message: words }];
    case 'foreign':
      return [{ ...base, kind: 'foreign-job', step, jobId: rest[0] ?? '', message: 'somebody else' }];
    case 'settled':
      return [{ ...base, kind, step, jobId: rest[0] ?? '', note: 'Completed' }];
    case 'opened':
      return [{ ...base, kind: 'gate-opened', step, ...(rest[0] ? { expiresAt: at(rest[0]) } : {}) }];
    case 'declined':
      return [
        {
          ...{ ...base, kind: 'gate-answered', step, answer: 'declined', proof: 'claimed', planHash: plan.hash },
          who: rest[0] ?? '',
          ...(rest.length > 1 ? { comment: rest.slice(1).join(' ') } : {}),
        },
      ];
    case 'failed':
      return [{ ...base, kind: 'step-failed', step, failure: { code: words, message: words, remedy: '' } }];
    case 'retry':
      return [command({ kind: 'retry', step, who: 'dr-lead', because: words })];
    case 'undo':
      return [command({ kind: 'undo', step, who: 'dr-lead', because: words })];
    case 'pause':
    case 'resume':
    case 'cancel':
      return [command({ kind, who: 'dr-lead' })];
    case 'needs-sign-in':
      return [{ ...base, kind, message: 'sign in' }];
    case 'signed-in':
      return [{ ...base, kind }];
    default:
      throw new Error(`The script has no event '${kind}'.`);
  }
}

function say(action: Action): string {
  switch (action.kind) {
    case 'issue':
      return `issue ${action.request.operation} for ${action.step}${action.call > 0 ? ` (call ${action.call})` : ''}`;
    case 'wait':
      return `wait until ${action.until === undefined ? 'somebody comes' : action.until.slice(5, 19)}`;
    case 'fail':
      return `fail ${action.step}: ${action.failure.code}`;
    case 'ask-anew':
      return `ask anew ${action.step} (${action.key}): ${action.message}`;
    case 'raise-alarm':
      return `alarm ${action.machine}: ${action.message}`;
    case 'alarm-over':
      return `alarm over ${action.key}`;
    case 'end':
      return `end as ${action.status}${action.because === undefined ? '' : `: ${action.because}`}`;
    case 'observe':
    case 'try-sign-in':
      return action.kind;
    default:
      return `${action.kind} ${action.step}`;
  }
}

/** `09:05`, or `+1 09:05` for the next day. */
function at(time: string): string {
  return new Date(`${DAY}${time}:00.000Z`).toISOString();
}
