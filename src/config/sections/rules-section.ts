import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { path } from '../values/plain.ts';

/** Where rules come from, and what they may do; how they run is `alerting`, Kibana's own. */
export const rulesSection = z.object({
  files: setting(z.array(path()), {
    default: [],
    description:
      'Files that hold rules, by paths or patterns that start from the folder of the settings file. They are taken as a whole: rules that are new in them are created, changed ones are changed, and those that are gone end as if they were deleted. A pattern that no file matches is an error, so that a folder that is missing ends no rule.',
    format: 'a list of paths of files, in which * stands for anything in a name and ** for any folders',
    example: ['rules/*.yml'],
    list: true,
    reload: true,
  }),
});
