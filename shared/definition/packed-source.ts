// Where the packed definitions come from. The build puts a module in place of this one that contains them, so that a
// deployed function neither reads files nor carries a YAML parser.
import { chosenFolder } from './chosen-folder.ts';
import type { Definition } from './definition.ts';
import { loadDefinitions } from './load.ts';

export const loadPacked = (): readonly Definition[] => loadDefinitions(chosenFolder);
