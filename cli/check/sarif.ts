import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../../core/rules/assessment.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { SourceRange } from '../../core/runbook/source.ts';
import { nameOf } from '../read-runbook.ts';
import type { CheckedFile } from './checked-file.ts';

/**
 * A SARIF log for code scanning. Its type is made from the schema, so that what the schema does not know does not compile.
 * @source https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderCheckSarif(files: readonly CheckedFile[], cwd: string): string {
  const results: Result[] = files.flatMap(({ problems, assessment }) => [
    ...problems.map(({ at, severity, code, message }) => ({
      ruleId: code,
      level: severity,
      message: { text: message },
      locations: [location(cwd, at)],
    })),
    ...(assessment?.findings ?? []).map((finding) => resultOf(finding, cwd)),
  ]);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'failback', rules: catalogue.map(ruleOf) } },
        // Columns count UTF-16 units, as the editor's do.
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ code, title, severity, severityBecause, source }: Rule): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: `${source.says} (${source.article})` },
    help: { text: severityBecause },
    defaultConfiguration: { level: levelOf(severity) },
    ...(source.url === undefined ? {} : { helpUri: source.url }),
  };
}

/** What nobody knows is `open`, which by the standard has no level; an accepted risk is suppressed, with its reason. */
function resultOf(finding: Finding, cwd: string): Result {
  const isOpen = finding.standing === 'unknown' || finding.standing === 'declared';
  return {
    ruleId: finding.code,
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : levelOf(finding.severity),
    message: { text: [finding.message, finding.remedy].filter((text) => text !== '').join('\n') },
    locations: [location(cwd, finding.at)],
    relatedLocations: finding.related.map(({ at, message }) => ({ ...location(cwd, at), message: { text: message } })),
    ...(finding.standing === 'accepted'
      ? { suppressions: [{ kind: 'inSource', justification: finding.acceptedBecause ?? '' }] }
      : {}),
  };
}

function levelOf(severity: Finding['severity']): 'error' | 'warning' | 'note' {
  return severity === 'info' ? 'note' : severity;
}

function location(cwd: string, { uri, start, end }: SourceRange): Location {
  const file = nameOf(cwd, uri);
  const isBelow = !file.startsWith('/') && !/^[A-Za-z]:/.test(file);
  return {
    physicalLocation: {
      artifactLocation: isBelow ? { uri: encodeURI(file), uriBaseId: '%SRCROOT%' } : { uri },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
