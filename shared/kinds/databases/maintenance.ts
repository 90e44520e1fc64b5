// What a definition says about the maintenance that AWS does in a weekly window.
import * as z from 'zod';

export const maintenance = z
  .enum(['attend', 'ignore'], 'is neither `attend` nor `ignore`')
  .exactOptional()
  .meta({
    description:
      'What becomes of its weekly maintenance window, in which AWS does nothing to what is stopped. `attend`: where the window begins in the downtime, `reconcile` starts the database an hour before, with what it needs and nothing else, and stops it after the window and what AWS does then. `ignore`, the default: `plan` warns of the window.',
    examples: ['attend'],
  });
