import org.floatingip.jenkins.ControllerCalls
import org.floatingip.jenkins.VipAnswer

/*
 * WARNING: before you use this, know what it does. Prefer floatingIp, which does the same on an agent.
 *
 * - A call here runs on the controller, on the one thread that runs this pipeline: nothing else of this build goes on, not even
 *   "Abort", until it returns (10 seconds at most unless timeoutSeconds says otherwise). A controller that is stopped meanwhile
 *   can't resume in the middle of it: whether the address was moved is then for floatingIp.status to say.
 * - It uses the credentials of the controller's process, whoever started the build: what is around the call (withCredentials,
 *   withEnv) has no effect on it. Who may start a job that calls this may move every address that the controller may move.
 * - It needs vip-aws on the class path of the library, and so a trusted (global) library, and the library of floatingIp beside it, as
 *   trusted: what failed is said by the same words. docs/jenkins.md says how.
 *
 * For controllers without any agent that may reach AWS. Same operations, arguments and results as floatingIp, but for what is
 * done to hosts and names. No node is needed.
 */

/** Gives the address to a host. */
Map move(Map args) {
    return ask('move', args)
}

/** Changes nothing. Its encoded is the plan as text for apply, here or by floatingIp, its text the same for people. */
Map plan(Map args) {
    return ask('plan', args)
}

/** Carries out the text of a plan; refuses if the world has changed since. */
Map apply(Map args) {
    return ask('apply', args)
}

/** Who holds each address, as the network sees it now. */
Map status(Map args) {
    return ask('status', args)
}

/** Takes the address from a host, if that one holds it. */
Map release(Map args) {
    return ask('release', args)
}

private Map ask(String operation, Map args) {
    Map answer
    try {
        answer = ControllerCalls.call(operation, args)
    } catch (IllegalArgumentException e) {
        error "floatingIpOnController.${operation}: ${e.message}"
    }
    if (answer.exitStatus != 0 && args?.propagate != false) {
        error VipAnswer.explain(operation, answer)
    }
    return answer
}
