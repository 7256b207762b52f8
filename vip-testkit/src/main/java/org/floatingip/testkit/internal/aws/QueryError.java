package org.floatingip.testkit.internal.aws;

/** An error reply of the EC2 Query protocol that is about the request itself rather than about the network. */
final class QueryError extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    static QueryError invalidValue(String text) {
        return new QueryError(400, "InvalidParameterValue", text);
    }
}
