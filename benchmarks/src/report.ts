import { Figure, Measured, Mode } from './bench';

/** The figures of one benchmark in the set-ups in which it ran. */
export type Results = Partial<Record<Mode, Figure[]>>;

const LINES: [name: string, cell: (figure: Figure) => string][] = [
  ['per second', ({ perSecond }) => whole(perSecond)],
  ['p50 / p95 / p99 ms', figure => times(figure.p50, figure.p95, figure.p99)],
  ['floor: per second', ({ floor }) => whole(floor.perSecond)],
  ['floor: p50 / p95 ms', ({ floor }) => times(floor.p50, floor.p95)],
  [
    'rate ÷ floor',
    ({ perSecond, floor }) => (perSecond / floor.perSecond).toFixed(2),
  ],
  ['p95 ÷ floor', ({ p95, floor }) => (p95 / floor.p95).toFixed(2)],
  ['CPU % node / pg / load', ({ cpu }) => percents(cpu)],
  ['CPU ms each, node / pg', figure => millisEach(figure)],
  ['floor: CPU ms each, node / pg', ({ floor }) => millisEach(floor)],
  [
    'other answers',
    ({ others }) =>
      Object.entries(others)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', ') || 'none',
  ],
];

/** Figures as Markdown, to be pasted where they are written down: a table for each thing measured, a column for each set-up. */
export function report(results: Results): string {
  const modes = Object.keys(results) as Mode[];
  const all = Object.values(results).flat();
  const titles = [...new Set(all.map(titleOf))];
  return titles
    .map(title => {
      const columns = modes.map(mode =>
        results[mode]?.find(figure => titleOf(figure) === title),
      );
      const rows = [
        [title, ...modes],
        ['---', ...modes.map(() => '---')],
        ...LINES.map(([name, cell]) => [
          name,
          ...columns.map(figure => (figure ? cell(figure) : '')),
        ]),
      ];
      return rows.map(cells => `| ${cells.join(' | ')} |`).join('\n');
    })
    .join('\n\n');
}

function titleOf({ what, clients }: Figure): string {
  return `${what}, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
}

const percents = ({ node, postgres, load }: Measured['cpu']) =>
  `${node} / ${postgres} / ${load}`;

/** What one call costs, whatever else the machine does meanwhile. */
const millisEach = ({ cpu, perSecond }: Measured) =>
  [cpu.node, cpu.postgres]
    .map(percent => ((percent * 10) / perSecond).toFixed(2))
    .join(' / ');

const whole = (value: number) => String(Math.round(value));

const times = (...values: number[]) =>
  values.map(value => value.toFixed(1)).join(' / ');
