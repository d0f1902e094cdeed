import { startCoverage } from './coverage.ts';
import type { work } from './worker.ts';

// Coverage has to watch while the modules load: what they do then is never done again.
const script = import.meta.url.replace(/-start(?=\.mjs$)/, '');
const probe = startCoverage(script);
const worker = (await import(script)) as { readonly work: typeof work };
const answer = worker.work(JSON.parse(process.argv[2] ?? '{}'), probe);
process.stdout.write(`${JSON.stringify(answer)}\n`);
