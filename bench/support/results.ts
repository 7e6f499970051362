import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import type { BenchResult } from './bench.ts';
import type { Finding } from './finding.ts';

const file = new URL('../RESULTS.md', import.meta.url);
const head = `# What \`npm run bench\` measured

Each table is of one run, with its date; benches that were not run again keep theirs. Ratios are of medians; the spread is from
the lowest to the highest of the rounds, in which yardstick and subject take turns. The yardstick is a bare undici loop: 64 connections,
the same bodies, the same sink.
`;

const mark = ({ isMet }: Finding) => (isMet === undefined ? '' : isMet ? 'met' : '**not met**');

/** The machine, and how busy it was with other things. */
export function describeMachine(): string {
  const [first] = cpus();
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${memory} GB, ${process.platform} ${release()}, Node ${process.versions.node}; load average at the start ${busy}`;
}

/** The findings as lines for a terminal. */
export function resultLines({ setting, findings }: BenchResult): string[] {
  const longest = Math.max(...findings.map(({ what }) => what.length));
  return [
    setting,
    ...findings.map((finding) =>
      [
        finding.what.padEnd(longest),
        finding.value.padStart(16),
        (finding.spread && `(${finding.spread})`).padEnd(18),
        finding.goal && `goal ${finding.goal}: ${finding.isMet === true ? 'met' : 'NOT MET'}`,
      ]
        .join('  ')
        .trimEnd(),
    ),
  ];
}

function section(name: string, machine: string, { setting, findings }: BenchResult): string {
  const rows = findings.map(
    (finding) =>
      `| ${finding.what} | ${finding.value} | ${finding.spread} | ${finding.goal} | ${mark(finding)} |`,
  );
  const date = new Date().toISOString().slice(0, 10);
  return [
    `## ${name}`,
    '',
    `${date}. ${machine}.`,
    '',
    `${setting}.`,
    '',
    '| what | result | spread | goal | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function readSections(): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Map();
  }
  const parts = text.split(/^(?=## )/m).slice(1);
  return new Map(parts.map((part) => [part.slice(3, part.indexOf('\n')), `${part.trimEnd()}\n`]));
}

/** Puts the result of a bench in its place in RESULTS.md; `names` are those of all benches, in order. */
export function writeResult(
  name: string,
  names: readonly string[],
  machine: string,
  result: BenchResult,
): void {
  const sections = readSections();
  sections.set(name, section(name, machine, result));
  const kept = names.map((each) => sections.get(each)).filter((text) => text !== undefined);
  writeFileSync(file, [head, ...kept].join('\n'));
}
