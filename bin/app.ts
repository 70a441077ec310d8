import { createApp } from '../lib/cdk/app.ts';

createApp().synth();
