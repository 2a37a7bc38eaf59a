// Runs the `main` of a module in TypeScript: node scripts/run.mjs FILE WORDS…

import { runnerImport } from 'vite';

const [file, ...words] = process.argv.slice(2);
const { module } = await runnerImport(new URL(`../${file}`, import.meta.url).pathname, { configFile: false, logLevel: 'error' });
await module.main(words);
