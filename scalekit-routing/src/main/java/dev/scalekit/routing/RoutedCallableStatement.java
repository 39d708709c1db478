package dev.scalekit.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a procedure through a {@link RoutedConnection}. With a parameter by name it stays where it is until
 * {@link #clearParameters()}, with an out parameter for ever. Not thread-safe.
 */
final class RoutedCallableStatement extends RoutedPreparedStatement implements CallableStatement {
    private CallableStatement callable;

    RoutedCallableStatement(RoutedConnection connection, Making<?> making, CallableStatement delegate) {
        super(connection, making, delegate);
        this.callable = delegate;
    }

    @Override
    void bind(Statement to) {
        super.bind(to);
        callable = (CallableStatement) to;
    }

    // Out parameters.

    @Override
    public void registerOutParameter(int index, int type) throws SQLException {
        callable.registerOutParameter(index, type);
        pin();
    }

    @Override
    public void registerOutParameter(int index, int type, int scale) throws SQLException {
        callable.registerOutParameter(index, type, scale);
        pin();
    }

    @Override
    public void registerOutParameter(int index, int type, String typeName) throws SQLException {
        callable.registerOutParameter(index, type, typeName);
        pin();
    }

    @Override
    public void registerOutParameter(String name, int type) throws SQLException {
        callable.registerOutParameter(name, type);
        pin();
    }

    @Override
    public void registerOutParameter(String name, int type, int scale) throws SQLException {
        callable.registerOutParameter(name, type, scale);
        pin();
    }

    @Override
    public void registerOutParameter(String name, int type, String typeName) throws SQLException {
        callable.registerOutParameter(name, type, typeName);
        pin();
    }

    @Override
    public void registerOutParameter(int index, SQLType type) throws SQLException {
        callable.registerOutParameter(index, type);
        pin();
    }

    @Override
    public void registerOutParameter(int index, SQLType type, int scale) throws SQLException {
        callable.registerOutParameter(index, type, scale);
        pin();
    }

    @Override
    public void registerOutParameter(int index, SQLType type, String typeName) throws SQLException {
        callable.registerOutParameter(index, type, typeName);
        pin();
    }

    @Override
    public void registerOutParameter(String name, SQLType type) throws SQLException {
        callable.registerOutParameter(name, type);
        pin();
    }

    @Override
    public void registerOutParameter(String name, SQLType type, int scale) throws SQLException {
        callable.registerOutParameter(name, type, scale);
        pin();
    }

    @Override
    public void registerOutParameter(String name, SQLType type, String typeName) throws SQLException {
        callable.registerOutParameter(name, type, typeName);
        pin();
    }

    // Parameters by name.

    @Override
    public void setURL(String name, @Nullable URL value) throws SQLException {
        callable.setURL(name, value);
        unrecorded();
    }

    @Override
    public void setNull(String name, int type) throws SQLException {
        callable.setNull(name, type);
        unrecorded();
    }

    @Override
    public void setBoolean(String name, boolean value) throws SQLException {
        callable.setBoolean(name, value);
        unrecorded();
    }

    @Override
    public void setByte(String name, byte value) throws SQLException {
        callable.setByte(name, value);
        unrecorded();
    }

    @Override
    public void setShort(String name, short value) throws SQLException {
        callable.setShort(name, value);
        unrecorded();
    }

    @Override
    public void setInt(String name, int value) throws SQLException {
        callable.setInt(name, value);
        unrecorded();
    }

    @Override
    public void setLong(String name, long value) throws SQLException {
        callable.setLong(name, value);
        unrecorded();
    }

    @Override
    public void setFloat(String name, float value) throws SQLException {
        callable.setFloat(name, value);
        unrecorded();
    }

    @Override
    public void setDouble(String name, double value) throws SQLException {
        callable.setDouble(name, value);
        unrecorded();
    }

    @Override
    public void setBigDecimal(String name, @Nullable BigDecimal value) throws SQLException {
        callable.setBigDecimal(name, value);
        unrecorded();
    }

    @Override
    public void setString(String name, @Nullable String value) throws SQLException {
        callable.setString(name, value);
        unrecorded();
    }

    @Override
    public void setBytes(String name, byte @Nullable [] value) throws SQLException {
        callable.setBytes(name, value);
        unrecorded();
    }

    @Override
    public void setDate(String name, @Nullable Date value) throws SQLException {
        callable.setDate(name, value);
        unrecorded();
    }

    @Override
    public void setTime(String name, @Nullable Time value) throws SQLException {
        callable.setTime(name, value);
        unrecorded();
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp value) throws SQLException {
        callable.setTimestamp(name, value);
        unrecorded();
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream value, int length) throws SQLException {
        callable.setAsciiStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream value, int length) throws SQLException {
        callable.setBinaryStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type, int scale) throws SQLException {
        callable.setObject(name, value, type, scale);
        unrecorded();
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type) throws SQLException {
        callable.setObject(name, value, type);
        unrecorded();
    }

    @Override
    public void setObject(String name, @Nullable Object value) throws SQLException {
        callable.setObject(name, value);
        unrecorded();
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader value, int length) throws SQLException {
        callable.setCharacterStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setDate(String name, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        callable.setDate(name, value, calendar);
        unrecorded();
    }

    @Override
    public void setTime(String name, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        callable.setTime(name, value, calendar);
        unrecorded();
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        callable.setTimestamp(name, value, calendar);
        unrecorded();
    }

    @Override
    public void setNull(String name, int type, String typeName) throws SQLException {
        callable.setNull(name, type, typeName);
        unrecorded();
    }

    @Override
    public void setRowId(String name, @Nullable RowId value) throws SQLException {
        callable.setRowId(name, value);
        unrecorded();
    }

    @Override
    public void setNString(String name, @Nullable String value) throws SQLException {
        callable.setNString(name, value);
        unrecorded();
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader value, long length) throws SQLException {
        callable.setNCharacterStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setNClob(String name, @Nullable NClob value) throws SQLException {
        callable.setNClob(name, value);
        unrecorded();
    }

    @Override
    public void setClob(String name, @Nullable Reader value, long length) throws SQLException {
        callable.setClob(name, value, length);
        unrecorded();
    }

    @Override
    public void setBlob(String name, @Nullable InputStream value, long length) throws SQLException {
        callable.setBlob(name, value, length);
        unrecorded();
    }

    @Override
    public void setNClob(String name, @Nullable Reader value, long length) throws SQLException {
        callable.setNClob(name, value, length);
        unrecorded();
    }

    @Override
    public void setSQLXML(String name, @Nullable SQLXML value) throws SQLException {
        callable.setSQLXML(name, value);
        unrecorded();
    }

    @Override
    public void setBlob(String name, @Nullable Blob value) throws SQLException {
        callable.setBlob(name, value);
        unrecorded();
    }

    @Override
    public void setClob(String name, @Nullable Clob value) throws SQLException {
        callable.setClob(name, value);
        unrecorded();
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream value, long length) throws SQLException {
        callable.setAsciiStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream value, long length) throws SQLException {
        callable.setBinaryStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader value, long length) throws SQLException {
        callable.setCharacterStream(name, value, length);
        unrecorded();
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream value) throws SQLException {
        callable.setAsciiStream(name, value);
        unrecorded();
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream value) throws SQLException {
        callable.setBinaryStream(name, value);
        unrecorded();
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader value) throws SQLException {
        callable.setCharacterStream(name, value);
        unrecorded();
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader value) throws SQLException {
        callable.setNCharacterStream(name, value);
        unrecorded();
    }

    @Override
    public void setClob(String name, @Nullable Reader value) throws SQLException {
        callable.setClob(name, value);
        unrecorded();
    }

    @Override
    public void setBlob(String name, @Nullable InputStream value) throws SQLException {
        callable.setBlob(name, value);
        unrecorded();
    }

    @Override
    public void setNClob(String name, @Nullable Reader value) throws SQLException {
        callable.setNClob(name, value);
        unrecorded();
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type, int scale) throws SQLException {
        callable.setObject(name, value, type, scale);
        unrecorded();
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type) throws SQLException {
        callable.setObject(name, value, type);
        unrecorded();
    }

    // Values by index.

    @Override
    public boolean wasNull() throws SQLException {
        return callable.wasNull();
    }

    @Override
    public @Nullable String getString(int index) throws SQLException {
        return callable.getString(index);
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return callable.getBoolean(index);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return callable.getByte(index);
    }

    @Override
    public short getShort(int index) throws SQLException {
        return callable.getShort(index);
    }

    @Override
    public int getInt(int index) throws SQLException {
        return callable.getInt(index);
    }

    @Override
    public long getLong(int index) throws SQLException {
        return callable.getLong(index);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return callable.getFloat(index);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return callable.getDouble(index);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        return callable.getBigDecimal(index, scale);
    }

    @Override
    public byte @Nullable [] getBytes(int index) throws SQLException {
        return callable.getBytes(index);
    }

    @Override
    public @Nullable Date getDate(int index) throws SQLException {
        return callable.getDate(index);
    }

    @Override
    public @Nullable Time getTime(int index) throws SQLException {
        return callable.getTime(index);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index) throws SQLException {
        return callable.getTimestamp(index);
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return connection.value(generation(), callable.getObject(index));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int index) throws SQLException {
        return callable.getBigDecimal(index);
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> types) throws SQLException {
        return connection.value(generation(), callable.getObject(index, types));
    }

    @Override
    public @Nullable Ref getRef(int index) throws SQLException {
        return callable.getRef(index);
    }

    @Override
    public @Nullable Blob getBlob(int index) throws SQLException {
        return callable.getBlob(index);
    }

    @Override
    public @Nullable Clob getClob(int index) throws SQLException {
        return callable.getClob(index);
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return callable.getArray(index);
    }

    @Override
    public @Nullable Date getDate(int index, @Nullable Calendar calendar) throws SQLException {
        return callable.getDate(index, calendar);
    }

    @Override
    public @Nullable Time getTime(int index, @Nullable Calendar calendar) throws SQLException {
        return callable.getTime(index, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index, @Nullable Calendar calendar) throws SQLException {
        return callable.getTimestamp(index, calendar);
    }

    @Override
    public @Nullable URL getURL(int index) throws SQLException {
        return callable.getURL(index);
    }

    @Override
    public @Nullable RowId getRowId(int index) throws SQLException {
        return callable.getRowId(index);
    }

    @Override
    public @Nullable NClob getNClob(int index) throws SQLException {
        return callable.getNClob(index);
    }

    @Override
    public @Nullable SQLXML getSQLXML(int index) throws SQLException {
        return callable.getSQLXML(index);
    }

    @Override
    public @Nullable String getNString(int index) throws SQLException {
        return callable.getNString(index);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int index) throws SQLException {
        return callable.getNCharacterStream(index);
    }

    @Override
    public @Nullable Reader getCharacterStream(int index) throws SQLException {
        return callable.getCharacterStream(index);
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        return connection.value(generation(), callable.getObject(index, type), type);
    }

    // Values by name.

    @Override
    public @Nullable String getString(String name) throws SQLException {
        return callable.getString(name);
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        return callable.getBoolean(name);
    }

    @Override
    public byte getByte(String name) throws SQLException {
        return callable.getByte(name);
    }

    @Override
    public short getShort(String name) throws SQLException {
        return callable.getShort(name);
    }

    @Override
    public int getInt(String name) throws SQLException {
        return callable.getInt(name);
    }

    @Override
    public long getLong(String name) throws SQLException {
        return callable.getLong(name);
    }

    @Override
    public float getFloat(String name) throws SQLException {
        return callable.getFloat(name);
    }

    @Override
    public double getDouble(String name) throws SQLException {
        return callable.getDouble(name);
    }

    @Override
    public byte @Nullable [] getBytes(String name) throws SQLException {
        return callable.getBytes(name);
    }

    @Override
    public @Nullable Date getDate(String name) throws SQLException {
        return callable.getDate(name);
    }

    @Override
    public @Nullable Time getTime(String name) throws SQLException {
        return callable.getTime(name);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String name) throws SQLException {
        return callable.getTimestamp(name);
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return connection.value(generation(), callable.getObject(name));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String name) throws SQLException {
        return callable.getBigDecimal(name);
    }

    @Override
    public @Nullable Object getObject(String name, Map<String, Class<?>> types) throws SQLException {
        return connection.value(generation(), callable.getObject(name, types));
    }

    @Override
    public @Nullable Ref getRef(String name) throws SQLException {
        return callable.getRef(name);
    }

    @Override
    public @Nullable Blob getBlob(String name) throws SQLException {
        return callable.getBlob(name);
    }

    @Override
    public @Nullable Clob getClob(String name) throws SQLException {
        return callable.getClob(name);
    }

    @Override
    public @Nullable Array getArray(String name) throws SQLException {
        return callable.getArray(name);
    }

    @Override
    public @Nullable Date getDate(String name, @Nullable Calendar calendar) throws SQLException {
        return callable.getDate(name, calendar);
    }

    @Override
    public @Nullable Time getTime(String name, @Nullable Calendar calendar) throws SQLException {
        return callable.getTime(name, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String name, @Nullable Calendar calendar) throws SQLException {
        return callable.getTimestamp(name, calendar);
    }

    @Override
    public @Nullable URL getURL(String name) throws SQLException {
        return callable.getURL(name);
    }

    @Override
    public @Nullable RowId getRowId(String name) throws SQLException {
        return callable.getRowId(name);
    }

    @Override
    public @Nullable NClob getNClob(String name) throws SQLException {
        return callable.getNClob(name);
    }

    @Override
    public @Nullable SQLXML getSQLXML(String name) throws SQLException {
        return callable.getSQLXML(name);
    }

    @Override
    public @Nullable String getNString(String name) throws SQLException {
        return callable.getNString(name);
    }

    @Override
    public @Nullable Reader getNCharacterStream(String name) throws SQLException {
        return callable.getNCharacterStream(name);
    }

    @Override
    public @Nullable Reader getCharacterStream(String name) throws SQLException {
        return callable.getCharacterStream(name);
    }

    @Override
    public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        return connection.value(generation(), callable.getObject(name, type), type);
    }
}
