package dev.scalekit.session;

import javax.sql.DataSource;

/** What tests of a store in a database need besides. */
interface JdbcFixture extends SessionFixture {
    DataSource dataSource();

    /** Returns the database of the tests, or one with the same tables, as somebody who may only read. */
    DataSource readOnly() throws Exception;

    /** The folder of the scripts. */
    String database();

    /** How many statements a write has that is more than a touch or an end. */
    int writeStatements();

    default TestSql sql() {
        return new TestSql(dataSource());
    }
}
