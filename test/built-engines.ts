// Before the first test: the engines are those of the sources as they are, also where tests are run
// one file at a time.

export { buildEngines as default } from '../infra/local/bootstrap.mjs';
