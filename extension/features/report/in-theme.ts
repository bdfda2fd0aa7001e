/** The colours around the report, which follows the system's where it is read elsewhere. */
export interface ReportTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
}

/** The report in the colours of the editor around it, which need not be those of the system. Pure. */
export function inTheme(html: string, { dark, highContrast }: ReportTheme): string {
  const themed = html
    .replace('@media (prefers-color-scheme: dark)', dark ? '@media screen' : '@media not all')
    .replace('color-scheme: light dark', `color-scheme: ${dark ? 'dark' : 'light'}`);
  return highContrast ? themed.replace('</style>', `${HIGH_CONTRAST}</style>`) : themed;
}

/** Nothing is grey, nothing is told by a shade behind the words, and what is filled has an edge. */
const HIGH_CONTRAST = `
:root {
  --page: var(--vscode-editor-background); --panel: var(--vscode-editor-background);
  --ink: var(--vscode-editor-foreground); --soft: var(--vscode-editor-foreground);
  --line: var(--vscode-contrastBorder); --wait: transparent;
}
.badge { background: none !important; border: 1px solid currentColor; }
svg rect { stroke: var(--line); } .legend i { outline: 1px solid var(--line); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
`;
