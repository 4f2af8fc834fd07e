// Before the first test: builds the engines from the current sources, also if tests run one file
// at a time.

export { buildEngines as default } from '../infra/local/bootstrap.mjs';
