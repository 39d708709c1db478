package dev.scalekit.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of a {@link RoutedConnection}. While that may go to another node, parameters are recorded, as they are when
 * they are set. What can be read only once, or belongs to the connection (streams, large objects, arrays), keeps the
 * statement where it is until {@link #clearParameters()}. Not thread-safe.
 */
class RoutedPreparedStatement extends RoutedStatement implements PreparedStatement {
    // Without a variable each, so that an execution makes no new one.
    private static final Execution<ResultSet> QUERY = to -> ((PreparedStatement) to).executeQuery();
    private static final Execution<Integer> UPDATE = to -> ((PreparedStatement) to).executeUpdate();
    private static final Execution<Long> LARGE_UPDATE = to -> ((PreparedStatement) to).executeLargeUpdate();
    private static final Execution<Boolean> EXECUTE = to -> ((PreparedStatement) to).execute();

    /** The delegate of the superclass, which would have to be cast. */
    private PreparedStatement prepared;

    private @Nullable Recording<PreparedStatement> parameters;
    private boolean hasUnrecorded;

    RoutedPreparedStatement(RoutedConnection connection, Making<?> making, PreparedStatement delegate) {
        super(connection, making, delegate);
        this.prepared = delegate;
    }

    @Override
    boolean isMovable() {
        return !hasUnrecorded && super.isMovable();
    }

    @Override
    void replay(Statement to) throws SQLException {
        super.replay(to);
        if (parameters != null) {
            parameters.replay((PreparedStatement) to);
        }
    }

    @Override
    void bind(Statement to) {
        super.bind(to);
        prepared = (PreparedStatement) to;
    }

    private boolean isRecorded() {
        if (connection.isMovable()) {
            return true;
        }
        hasUnrecorded = true;
        return false;
    }

    private boolean isRecorded(@Nullable Object value) {
        if (Copies.arePossibleOf(value)) {
            return isRecorded();
        }
        hasUnrecorded = true;
        return false;
    }

    private void record(int index, Recording.Setting<PreparedStatement> setting) {
        if (parameters == null) {
            parameters = new Recording<>();
        }
        parameters.set(index, setting);
    }

    /** Something was set that cannot be set again. */
    final void unrecorded() {
        hasUnrecorded = true;
    }

    @Override
    public void clearParameters() throws SQLException {
        prepared.clearParameters();
        hasUnrecorded = false;
        if (parameters != null) {
            parameters.clear();
        }
    }

    // Executions.

    @Override
    public ResultSet executeQuery() throws SQLException {
        return result(execute(QUERY));
    }

    @Override
    public int executeUpdate() throws SQLException {
        return execute(UPDATE);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return execute(LARGE_UPDATE);
    }

    @Override
    public boolean execute() throws SQLException {
        return execute(EXECUTE);
    }

    @Override
    public void addBatch() throws SQLException {
        prepared.addBatch();
        batched();
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        try {
            return prepared.getMetaData();
        } catch (SQLException e) {
            throw connection.noted(generation(), e);
        }
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        try {
            return prepared.getParameterMetaData();
        } catch (SQLException e) {
            throw connection.noted(generation(), e);
        }
    }

    // Parameters that can be set again.

    @Override
    public void setNull(int index, int type) throws SQLException {
        prepared.setNull(index, type);
        if (isRecorded()) {
            record(index, to -> to.setNull(index, type));
        }
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        prepared.setBoolean(index, value);
        if (isRecorded()) {
            record(index, to -> to.setBoolean(index, value));
        }
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        prepared.setByte(index, value);
        if (isRecorded()) {
            record(index, to -> to.setByte(index, value));
        }
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        prepared.setShort(index, value);
        if (isRecorded()) {
            record(index, to -> to.setShort(index, value));
        }
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        prepared.setInt(index, value);
        if (isRecorded()) {
            record(index, to -> to.setInt(index, value));
        }
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        prepared.setLong(index, value);
        if (isRecorded()) {
            record(index, to -> to.setLong(index, value));
        }
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        prepared.setFloat(index, value);
        if (isRecorded()) {
            record(index, to -> to.setFloat(index, value));
        }
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        prepared.setDouble(index, value);
        if (isRecorded()) {
            record(index, to -> to.setDouble(index, value));
        }
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        prepared.setBigDecimal(index, value);
        if (isRecorded()) {
            record(index, to -> to.setBigDecimal(index, value));
        }
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        prepared.setString(index, value);
        if (isRecorded()) {
            record(index, to -> to.setString(index, value));
        }
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        prepared.setBytes(index, value);
        if (isRecorded()) {
            byte[] copy = Copies.of(value);
            record(index, to -> to.setBytes(index, copy));
        }
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        prepared.setDate(index, value);
        if (isRecorded()) {
            Date copy = Copies.of(value);
            record(index, to -> to.setDate(index, copy));
        }
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        prepared.setTime(index, value);
        if (isRecorded()) {
            Time copy = Copies.of(value);
            record(index, to -> to.setTime(index, copy));
        }
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        prepared.setTimestamp(index, value);
        if (isRecorded()) {
            Timestamp copy = Copies.of(value);
            record(index, to -> to.setTimestamp(index, copy));
        }
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        prepared.setDate(index, value, calendar);
        if (isRecorded()) {
            Date copy = Copies.of(value);
            Calendar zone = Copies.of(calendar);
            record(index, to -> to.setDate(index, copy, zone));
        }
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        prepared.setTime(index, value, calendar);
        if (isRecorded()) {
            Time copy = Copies.of(value);
            Calendar zone = Copies.of(calendar);
            record(index, to -> to.setTime(index, copy, zone));
        }
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        prepared.setTimestamp(index, value, calendar);
        if (isRecorded()) {
            Timestamp copy = Copies.of(value);
            Calendar zone = Copies.of(calendar);
            record(index, to -> to.setTimestamp(index, copy, zone));
        }
    }

    @Override
    public void setNull(int index, int type, String typeName) throws SQLException {
        prepared.setNull(index, type, typeName);
        if (isRecorded()) {
            record(index, to -> to.setNull(index, type, typeName));
        }
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        prepared.setURL(index, value);
        if (isRecorded()) {
            record(index, to -> to.setURL(index, value));
        }
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        prepared.setNString(index, value);
        if (isRecorded()) {
            record(index, to -> to.setNString(index, value));
        }
    }

    // Parameters that can be set again if they are of a kind that is known.

    @Override
    public void setObject(int index, @Nullable Object value, int type) throws SQLException {
        prepared.setObject(index, value, type);
        if (isRecorded(value)) {
            Object copy = Copies.of(value);
            record(index, to -> to.setObject(index, copy, type));
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        prepared.setObject(index, value);
        if (isRecorded(value)) {
            Object copy = Copies.of(value);
            record(index, to -> to.setObject(index, copy));
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type, int scale) throws SQLException {
        prepared.setObject(index, value, type, scale);
        if (isRecorded(value)) {
            Object copy = Copies.of(value);
            record(index, to -> to.setObject(index, copy, type, scale));
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        prepared.setObject(index, value, type, scale);
        if (isRecorded(value)) {
            Object copy = Copies.of(value);
            record(index, to -> to.setObject(index, copy, type, scale));
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        prepared.setObject(index, value, type);
        if (isRecorded(value)) {
            Object copy = Copies.of(value);
            record(index, to -> to.setObject(index, copy, type));
        }
    }

    // Parameters that cannot.

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, int length) throws SQLException {
        prepared.setAsciiStream(index, value, length);
        unrecorded();
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream value, int length) throws SQLException {
        prepared.setUnicodeStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, int length) throws SQLException {
        prepared.setBinaryStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, int length) throws SQLException {
        prepared.setCharacterStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setRef(int index, @Nullable Ref value) throws SQLException {
        prepared.setRef(index, value);
        unrecorded();
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        prepared.setBlob(index, value);
        unrecorded();
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        prepared.setClob(index, value);
        unrecorded();
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        prepared.setArray(index, value);
        unrecorded();
    }

    @Override
    public void setRowId(int index, @Nullable RowId value) throws SQLException {
        prepared.setRowId(index, value);
        unrecorded();
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        prepared.setNCharacterStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        prepared.setNClob(index, value);
        unrecorded();
    }

    @Override
    public void setClob(int index, @Nullable Reader value, long length) throws SQLException {
        prepared.setClob(index, value, length);
        unrecorded();
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value, long length) throws SQLException {
        prepared.setBlob(index, value, length);
        unrecorded();
    }

    @Override
    public void setNClob(int index, @Nullable Reader value, long length) throws SQLException {
        prepared.setNClob(index, value, length);
        unrecorded();
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        prepared.setSQLXML(index, value);
        unrecorded();
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, long length) throws SQLException {
        prepared.setAsciiStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, long length) throws SQLException {
        prepared.setBinaryStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        prepared.setCharacterStream(index, value, length);
        unrecorded();
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value) throws SQLException {
        prepared.setAsciiStream(index, value);
        unrecorded();
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value) throws SQLException {
        prepared.setBinaryStream(index, value);
        unrecorded();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value) throws SQLException {
        prepared.setCharacterStream(index, value);
        unrecorded();
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value) throws SQLException {
        prepared.setNCharacterStream(index, value);
        unrecorded();
    }

    @Override
    public void setClob(int index, @Nullable Reader value) throws SQLException {
        prepared.setClob(index, value);
        unrecorded();
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value) throws SQLException {
        prepared.setBlob(index, value);
        unrecorded();
    }

    @Override
    public void setNClob(int index, @Nullable Reader value) throws SQLException {
        prepared.setNClob(index, value);
        unrecorded();
    }
}
