/** Serves pages of a few words on any port of 127.0.0.1, and prints the port. */
import { serve } from "./serving.ts";

const web = await serve();
console.log(web.listening.port);
