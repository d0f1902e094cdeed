import { readFileSync } from 'node:fs';

/*
 * README.md shows real input and real output: each code block behind `<!-- input: PATH -->`, `<!-- golden: CASE -->` or
 * `<!-- report: CASE -->` is that file. A golden test keeps the files true, the freshness check keeps the README true.
 */
const marker = /<!-- (input|golden|report): (\S+) -->\n```(\w*)\n[\s\S]*?```/g;

export function generateReadme(): string {
  const readme = read('README.md');
  return readme.replace(marker, (_, kind: string, name: string, language: string) => {
    const text = read(pathOf(kind, name)).trimEnd();
    return `<!-- ${kind}: ${name} -->\n\`\`\`${language}\n${text}\n\`\`\``;
  });
}

function pathOf(kind: string, name: string): string {
  if (kind === 'input') return name;
  return `test/golden/${name}/${kind === 'golden' ? 'out.yaml' : 'report.txt'}`;
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
