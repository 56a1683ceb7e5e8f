// What entering means is said once by the app; apart from `entrance.ts`, so that the first load carries no words of the ways in.
import type { SignedIn } from '../api/door';

type Receiver = (signedIn: SignedIn) => Promise<void>;
let receiver: Receiver | undefined;

export function whenEntered(receive: Receiver): void {
	receiver = receive;
}

export async function entered(signedIn: SignedIn): Promise<void> {
	await receiver?.(signedIn);
}
