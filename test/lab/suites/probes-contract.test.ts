import { probesContract } from "../../contract/probes-contract.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { labWorld } from "../probes-lab.ts";

describeLab("probes on the lab's cluster", () => probesContract(labWorld));
