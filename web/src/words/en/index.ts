// English: all texts of the page, one file a view.

import { admin } from './admin';
import { analysis } from './analysis';
import { call } from './call';
import { calls } from './calls';
import { frame } from './frame';
import { keys } from './keys';
import { live } from './live';
import { missed } from './missed';
import { parts } from './parts';
import { shared } from './shared';
import { signin } from './signin';
import { timeline } from './timeline';

export const en = { frame, parts, shared, keys, signin, live, calls, call, missed, analysis, admin, timeline };
