package org.floatingip.testkit.internal.aws;

/** An error reply of the EC2 Query protocol that is about the request itself rather than about the network. */
final class QueryError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String NOT_MODELLED = " (not modelled by this in-memory AWS)";

    final int status;
    final String code;
    final String text;

    QueryError(int status, String code, String text) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    static QueryError missingParameter(String name) {
        return new QueryError(400, "MissingParameter", "The request must contain the parameter " + name);
    }

    static QueryError unknownParameter(String name) {
        return new QueryError(400, "UnknownParameter", "The parameter " + name + " is not recognized");
    }

    /** EC2 takes it, this model does not. */
    static QueryError parameterNotModelled(String name) {
        return new QueryError(400, "UnknownParameter", "The parameter " + name + " is not supported" + NOT_MODELLED);
    }

    /** It is modelled, but not together with what else the request has. */
    static QueryError combinationNotModelled(String name) {
        return new QueryError(
                400,
                "UnknownParameter",
                "The parameter " + name + " is not supported together with the others of the request" + NOT_MODELLED);
    }

    /** EC2 has it, this model does not. */
    static QueryError actionNotModelled(String name) {
        return new QueryError(400, "UnsupportedOperation", "The action " + name + " is not supported" + NOT_MODELLED);
    }

    static QueryError unknownAction(String name) {
        return new QueryError(400, "InvalidAction", "The action " + name + " is not valid for this web service.");
    }

    /** EC2 has it, this model does not. */
    static QueryError filterNotModelled(String name) {
        return invalidValue("The filter '" + name + "' is not supported" + NOT_MODELLED);
    }

    static QueryError invalidValue(String text) {
        return new QueryError(400, "InvalidParameterValue", text);
    }
}
