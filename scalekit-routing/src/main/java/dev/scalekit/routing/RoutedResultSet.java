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
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result that a {@link RoutedConnection} has given out. What the server may be asked for (moves of the cursor, changes of rows) is
 * noted if it fails; all else is handed on. Not thread-safe.
 */
final class RoutedResultSet implements ResultSet {
    private final RoutedConnection connection;
    private final ResultSet delegate;
    /** Null for a result of the catalogue or a cursor until it is asked for: the driver has made the statement, if there is one. */
    private @Nullable RoutedStatement statement;

    private final int generation;

    RoutedResultSet(RoutedConnection connection, RoutedStatement statement, ResultSet delegate) {
        this(connection, statement.generation(), delegate);
        this.statement = statement;
    }

    /** One that no statement of the connection has made. */
    RoutedResultSet(RoutedConnection connection, int generation, ResultSet delegate) {
        this.connection = connection;
        this.generation = generation;
        this.delegate = delegate;
    }

    @SuppressWarnings("ReferenceEquality") // Two results are never the same, whatever a driver says of equality.
    boolean isOf(ResultSet result) {
        return delegate == result;
    }

    /** Whether it must be taken to be read still. */
    boolean isOpen() {
        try {
            return !delegate.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            delegate.close();
            if (statement != null) {
                statement.resultClosed();
            }
        } catch (SQLException e) {
            if (!connection.isLoss(generation, e)) {
                throw e;
            }
            // It is closed with its connection.
        }
    }

    private SQLException unread(SQLException failure) {
        return connection.unread(generation, failure);
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        if (statement == null) {
            Statement made = delegate.getStatement();
            statement = made == null ? null : new RoutedStatement(connection, null, made);
        }
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || delegate.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "RoutedResultSet[" + delegate + "]";
    }

    // Moves of the cursor, and where it is.

    @Override
    public boolean next() throws SQLException {
        try {
            return delegate.next();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void beforeFirst() throws SQLException {
        try {
            delegate.beforeFirst();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void afterLast() throws SQLException {
        try {
            delegate.afterLast();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean first() throws SQLException {
        try {
            return delegate.first();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean last() throws SQLException {
        try {
            return delegate.last();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        try {
            return delegate.absolute(row);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        try {
            return delegate.relative(rows);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean previous() throws SQLException {
        try {
            return delegate.previous();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        try {
            return delegate.isBeforeFirst();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        try {
            return delegate.isAfterLast();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean isFirst() throws SQLException {
        try {
            return delegate.isFirst();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean isLast() throws SQLException {
        try {
            return delegate.isLast();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public int getRow() throws SQLException {
        return delegate.getRow();
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        return delegate.rowUpdated();
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return delegate.rowInserted();
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        return delegate.rowDeleted();
    }

    // Columns by index.

    @Override
    public @Nullable String getString(int column) throws SQLException {
        return delegate.getString(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return delegate.getBoolean(column);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return delegate.getByte(column);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return delegate.getShort(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return delegate.getInt(column);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return delegate.getLong(column);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return delegate.getFloat(column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return delegate.getDouble(column);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        return delegate.getBigDecimal(column, scale);
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        return delegate.getBytes(column);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        return delegate.getDate(column);
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        return delegate.getTime(column);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return delegate.getTimestamp(column);
    }

    @Override
    public @Nullable InputStream getAsciiStream(int column) throws SQLException {
        return delegate.getAsciiStream(column);
    }

    @Override
    @Deprecated
    public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        return delegate.getUnicodeStream(column);
    }

    @Override
    public @Nullable InputStream getBinaryStream(int column) throws SQLException {
        return delegate.getBinaryStream(column);
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return connection.value(generation, delegate.getObject(column));
    }

    @Override
    public @Nullable Reader getCharacterStream(int column) throws SQLException {
        return delegate.getCharacterStream(column);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return delegate.getBigDecimal(column);
    }

    @Override
    public @Nullable Object getObject(int column, Map<String, Class<?>> types) throws SQLException {
        return connection.value(generation, delegate.getObject(column, types));
    }

    @Override
    public @Nullable Ref getRef(int column) throws SQLException {
        return delegate.getRef(column);
    }

    @Override
    public @Nullable Blob getBlob(int column) throws SQLException {
        return delegate.getBlob(column);
    }

    @Override
    public @Nullable Clob getClob(int column) throws SQLException {
        return delegate.getClob(column);
    }

    @Override
    public @Nullable Array getArray(int column) throws SQLException {
        return delegate.getArray(column);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return delegate.getDate(column, calendar);
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return delegate.getTime(column, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return delegate.getTimestamp(column, calendar);
    }

    @Override
    public @Nullable URL getURL(int column) throws SQLException {
        return delegate.getURL(column);
    }

    @Override
    public @Nullable RowId getRowId(int column) throws SQLException {
        return delegate.getRowId(column);
    }

    @Override
    public @Nullable NClob getNClob(int column) throws SQLException {
        return delegate.getNClob(column);
    }

    @Override
    public @Nullable SQLXML getSQLXML(int column) throws SQLException {
        return delegate.getSQLXML(column);
    }

    @Override
    public @Nullable String getNString(int column) throws SQLException {
        return delegate.getNString(column);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return delegate.getNCharacterStream(column);
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return connection.value(generation, delegate.getObject(column, type), type);
    }

    // Columns by label.

    @Override
    public @Nullable String getString(String label) throws SQLException {
        return delegate.getString(label);
    }

    @Override
    public boolean getBoolean(String label) throws SQLException {
        return delegate.getBoolean(label);
    }

    @Override
    public byte getByte(String label) throws SQLException {
        return delegate.getByte(label);
    }

    @Override
    public short getShort(String label) throws SQLException {
        return delegate.getShort(label);
    }

    @Override
    public int getInt(String label) throws SQLException {
        return delegate.getInt(label);
    }

    @Override
    public long getLong(String label) throws SQLException {
        return delegate.getLong(label);
    }

    @Override
    public float getFloat(String label) throws SQLException {
        return delegate.getFloat(label);
    }

    @Override
    public double getDouble(String label) throws SQLException {
        return delegate.getDouble(label);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return delegate.getBigDecimal(label, scale);
    }

    @Override
    public byte @Nullable [] getBytes(String label) throws SQLException {
        return delegate.getBytes(label);
    }

    @Override
    public @Nullable Date getDate(String label) throws SQLException {
        return delegate.getDate(label);
    }

    @Override
    public @Nullable Time getTime(String label) throws SQLException {
        return delegate.getTime(label);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label) throws SQLException {
        return delegate.getTimestamp(label);
    }

    @Override
    public @Nullable InputStream getAsciiStream(String label) throws SQLException {
        return delegate.getAsciiStream(label);
    }

    @Override
    @Deprecated
    public @Nullable InputStream getUnicodeStream(String label) throws SQLException {
        return delegate.getUnicodeStream(label);
    }

    @Override
    public @Nullable InputStream getBinaryStream(String label) throws SQLException {
        return delegate.getBinaryStream(label);
    }

    @Override
    public @Nullable Object getObject(String label) throws SQLException {
        return connection.value(generation, delegate.getObject(label));
    }

    @Override
    public @Nullable Reader getCharacterStream(String label) throws SQLException {
        return delegate.getCharacterStream(label);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String label) throws SQLException {
        return delegate.getBigDecimal(label);
    }

    @Override
    public @Nullable Object getObject(String label, Map<String, Class<?>> types) throws SQLException {
        return connection.value(generation, delegate.getObject(label, types));
    }

    @Override
    public @Nullable Ref getRef(String label) throws SQLException {
        return delegate.getRef(label);
    }

    @Override
    public @Nullable Blob getBlob(String label) throws SQLException {
        return delegate.getBlob(label);
    }

    @Override
    public @Nullable Clob getClob(String label) throws SQLException {
        return delegate.getClob(label);
    }

    @Override
    public @Nullable Array getArray(String label) throws SQLException {
        return delegate.getArray(label);
    }

    @Override
    public @Nullable Date getDate(String label, @Nullable Calendar calendar) throws SQLException {
        return delegate.getDate(label, calendar);
    }

    @Override
    public @Nullable Time getTime(String label, @Nullable Calendar calendar) throws SQLException {
        return delegate.getTime(label, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label, @Nullable Calendar calendar) throws SQLException {
        return delegate.getTimestamp(label, calendar);
    }

    @Override
    public @Nullable URL getURL(String label) throws SQLException {
        return delegate.getURL(label);
    }

    @Override
    public @Nullable RowId getRowId(String label) throws SQLException {
        return delegate.getRowId(label);
    }

    @Override
    public @Nullable NClob getNClob(String label) throws SQLException {
        return delegate.getNClob(label);
    }

    @Override
    public @Nullable SQLXML getSQLXML(String label) throws SQLException {
        return delegate.getSQLXML(label);
    }

    @Override
    public @Nullable String getNString(String label) throws SQLException {
        return delegate.getNString(label);
    }

    @Override
    public @Nullable Reader getNCharacterStream(String label) throws SQLException {
        return delegate.getNCharacterStream(label);
    }

    @Override
    public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        return connection.value(generation, delegate.getObject(label, type), type);
    }

    @Override
    public boolean wasNull() throws SQLException {
        return delegate.wasNull();
    }

    @Override
    public int findColumn(String label) throws SQLException {
        return delegate.findColumn(label);
    }

    // Changes of the row that is held.

    @Override
    public void updateNull(int column) throws SQLException {
        delegate.updateNull(column);
    }

    @Override
    public void updateBoolean(int column, boolean value) throws SQLException {
        delegate.updateBoolean(column, value);
    }

    @Override
    public void updateByte(int column, byte value) throws SQLException {
        delegate.updateByte(column, value);
    }

    @Override
    public void updateShort(int column, short value) throws SQLException {
        delegate.updateShort(column, value);
    }

    @Override
    public void updateInt(int column, int value) throws SQLException {
        delegate.updateInt(column, value);
    }

    @Override
    public void updateLong(int column, long value) throws SQLException {
        delegate.updateLong(column, value);
    }

    @Override
    public void updateFloat(int column, float value) throws SQLException {
        delegate.updateFloat(column, value);
    }

    @Override
    public void updateDouble(int column, double value) throws SQLException {
        delegate.updateDouble(column, value);
    }

    @Override
    public void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
        delegate.updateBigDecimal(column, value);
    }

    @Override
    public void updateString(int column, @Nullable String value) throws SQLException {
        delegate.updateString(column, value);
    }

    @Override
    public void updateBytes(int column, byte @Nullable [] value) throws SQLException {
        delegate.updateBytes(column, value);
    }

    @Override
    public void updateDate(int column, @Nullable Date value) throws SQLException {
        delegate.updateDate(column, value);
    }

    @Override
    public void updateTime(int column, @Nullable Time value) throws SQLException {
        delegate.updateTime(column, value);
    }

    @Override
    public void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
        delegate.updateTimestamp(column, value);
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream value, int length) throws SQLException {
        delegate.updateAsciiStream(column, value, length);
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream value, int length) throws SQLException {
        delegate.updateBinaryStream(column, value, length);
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader value, int length) throws SQLException {
        delegate.updateCharacterStream(column, value, length);
    }

    @Override
    public void updateObject(int column, @Nullable Object value, int scale) throws SQLException {
        delegate.updateObject(column, value, scale);
    }

    @Override
    public void updateObject(int column, @Nullable Object value) throws SQLException {
        delegate.updateObject(column, value);
    }

    @Override
    public void updateRef(int column, @Nullable Ref value) throws SQLException {
        delegate.updateRef(column, value);
    }

    @Override
    public void updateBlob(int column, @Nullable Blob value) throws SQLException {
        delegate.updateBlob(column, value);
    }

    @Override
    public void updateClob(int column, @Nullable Clob value) throws SQLException {
        delegate.updateClob(column, value);
    }

    @Override
    public void updateArray(int column, @Nullable Array value) throws SQLException {
        delegate.updateArray(column, value);
    }

    @Override
    public void updateRowId(int column, @Nullable RowId value) throws SQLException {
        delegate.updateRowId(column, value);
    }

    @Override
    public void updateNString(int column, @Nullable String value) throws SQLException {
        delegate.updateNString(column, value);
    }

    @Override
    public void updateNClob(int column, @Nullable NClob value) throws SQLException {
        delegate.updateNClob(column, value);
    }

    @Override
    public void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
        delegate.updateSQLXML(column, value);
    }

    @Override
    public void updateNCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        delegate.updateNCharacterStream(column, value, length);
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateAsciiStream(column, value, length);
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateBinaryStream(column, value, length);
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        delegate.updateCharacterStream(column, value, length);
    }

    @Override
    public void updateBlob(int column, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateBlob(column, value, length);
    }

    @Override
    public void updateClob(int column, @Nullable Reader value, long length) throws SQLException {
        delegate.updateClob(column, value, length);
    }

    @Override
    public void updateNClob(int column, @Nullable Reader value, long length) throws SQLException {
        delegate.updateNClob(column, value, length);
    }

    @Override
    public void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
        delegate.updateNCharacterStream(column, value);
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
        delegate.updateAsciiStream(column, value);
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream value) throws SQLException {
        delegate.updateBinaryStream(column, value);
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
        delegate.updateCharacterStream(column, value);
    }

    @Override
    public void updateBlob(int column, @Nullable InputStream value) throws SQLException {
        delegate.updateBlob(column, value);
    }

    @Override
    public void updateClob(int column, @Nullable Reader value) throws SQLException {
        delegate.updateClob(column, value);
    }

    @Override
    public void updateNClob(int column, @Nullable Reader value) throws SQLException {
        delegate.updateNClob(column, value);
    }

    @Override
    public void updateObject(int column, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(column, value, type, scale);
    }

    @Override
    public void updateObject(int column, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(column, value, type);
    }

    @Override
    public void updateNull(String label) throws SQLException {
        delegate.updateNull(label);
    }

    @Override
    public void updateBoolean(String label, boolean value) throws SQLException {
        delegate.updateBoolean(label, value);
    }

    @Override
    public void updateByte(String label, byte value) throws SQLException {
        delegate.updateByte(label, value);
    }

    @Override
    public void updateShort(String label, short value) throws SQLException {
        delegate.updateShort(label, value);
    }

    @Override
    public void updateInt(String label, int value) throws SQLException {
        delegate.updateInt(label, value);
    }

    @Override
    public void updateLong(String label, long value) throws SQLException {
        delegate.updateLong(label, value);
    }

    @Override
    public void updateFloat(String label, float value) throws SQLException {
        delegate.updateFloat(label, value);
    }

    @Override
    public void updateDouble(String label, double value) throws SQLException {
        delegate.updateDouble(label, value);
    }

    @Override
    public void updateBigDecimal(String label, @Nullable BigDecimal value) throws SQLException {
        delegate.updateBigDecimal(label, value);
    }

    @Override
    public void updateString(String label, @Nullable String value) throws SQLException {
        delegate.updateString(label, value);
    }

    @Override
    public void updateBytes(String label, byte @Nullable [] value) throws SQLException {
        delegate.updateBytes(label, value);
    }

    @Override
    public void updateDate(String label, @Nullable Date value) throws SQLException {
        delegate.updateDate(label, value);
    }

    @Override
    public void updateTime(String label, @Nullable Time value) throws SQLException {
        delegate.updateTime(label, value);
    }

    @Override
    public void updateTimestamp(String label, @Nullable Timestamp value) throws SQLException {
        delegate.updateTimestamp(label, value);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value, int length) throws SQLException {
        delegate.updateAsciiStream(label, value, length);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value, int length) throws SQLException {
        delegate.updateBinaryStream(label, value, length);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value, int length) throws SQLException {
        delegate.updateCharacterStream(label, value, length);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, int scale) throws SQLException {
        delegate.updateObject(label, value, scale);
    }

    @Override
    public void updateObject(String label, @Nullable Object value) throws SQLException {
        delegate.updateObject(label, value);
    }

    @Override
    public void updateRef(String label, @Nullable Ref value) throws SQLException {
        delegate.updateRef(label, value);
    }

    @Override
    public void updateBlob(String label, @Nullable Blob value) throws SQLException {
        delegate.updateBlob(label, value);
    }

    @Override
    public void updateClob(String label, @Nullable Clob value) throws SQLException {
        delegate.updateClob(label, value);
    }

    @Override
    public void updateArray(String label, @Nullable Array value) throws SQLException {
        delegate.updateArray(label, value);
    }

    @Override
    public void updateRowId(String label, @Nullable RowId value) throws SQLException {
        delegate.updateRowId(label, value);
    }

    @Override
    public void updateNString(String label, @Nullable String value) throws SQLException {
        delegate.updateNString(label, value);
    }

    @Override
    public void updateNClob(String label, @Nullable NClob value) throws SQLException {
        delegate.updateNClob(label, value);
    }

    @Override
    public void updateSQLXML(String label, @Nullable SQLXML value) throws SQLException {
        delegate.updateSQLXML(label, value);
    }

    @Override
    public void updateNCharacterStream(String label, @Nullable Reader value, long length) throws SQLException {
        delegate.updateNCharacterStream(label, value, length);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateAsciiStream(label, value, length);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateBinaryStream(label, value, length);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value, long length) throws SQLException {
        delegate.updateCharacterStream(label, value, length);
    }

    @Override
    public void updateBlob(String label, @Nullable InputStream value, long length) throws SQLException {
        delegate.updateBlob(label, value, length);
    }

    @Override
    public void updateClob(String label, @Nullable Reader value, long length) throws SQLException {
        delegate.updateClob(label, value, length);
    }

    @Override
    public void updateNClob(String label, @Nullable Reader value, long length) throws SQLException {
        delegate.updateNClob(label, value, length);
    }

    @Override
    public void updateNCharacterStream(String label, @Nullable Reader value) throws SQLException {
        delegate.updateNCharacterStream(label, value);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value) throws SQLException {
        delegate.updateAsciiStream(label, value);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value) throws SQLException {
        delegate.updateBinaryStream(label, value);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value) throws SQLException {
        delegate.updateCharacterStream(label, value);
    }

    @Override
    public void updateBlob(String label, @Nullable InputStream value) throws SQLException {
        delegate.updateBlob(label, value);
    }

    @Override
    public void updateClob(String label, @Nullable Reader value) throws SQLException {
        delegate.updateClob(label, value);
    }

    @Override
    public void updateNClob(String label, @Nullable Reader value) throws SQLException {
        delegate.updateNClob(label, value);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(label, value, type, scale);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(label, value, type);
    }

    // Changes of rows in the database.

    @FunctionalInterface
    private interface RowWrite {
        void run() throws SQLException;
    }

    private void write(RowWrite row) throws SQLException {
        connection.requireUsable(generation);
        try {
            row.run();
            connection.rowWritten();
        } catch (SQLException e) {
            // It may be there all the same.
            connection.rowWritten();
            throw unread(e);
        }
    }

    @Override
    public void insertRow() throws SQLException {
        write(delegate::insertRow);
    }

    @Override
    public void updateRow() throws SQLException {
        write(delegate::updateRow);
    }

    @Override
    public void deleteRow() throws SQLException {
        write(delegate::deleteRow);
    }

    @Override
    public void refreshRow() throws SQLException {
        try {
            delegate.refreshRow();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
        try {
            delegate.cancelRowUpdates();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        try {
            delegate.moveToInsertRow();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        try {
            delegate.moveToCurrentRow();
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    // The result itself.

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        return delegate.getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        delegate.clearWarnings();
    }

    @Override
    public String getCursorName() throws SQLException {
        return delegate.getCursorName();
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return delegate.getMetaData();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        delegate.setFetchDirection(direction);
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return delegate.getFetchDirection();
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        delegate.setFetchSize(rows);
    }

    @Override
    public int getFetchSize() throws SQLException {
        return delegate.getFetchSize();
    }

    @Override
    public int getType() throws SQLException {
        return delegate.getType();
    }

    @Override
    public int getConcurrency() throws SQLException {
        return delegate.getConcurrency();
    }

    @Override
    public int getHoldability() throws SQLException {
        return delegate.getHoldability();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return delegate.isClosed();
    }
}
