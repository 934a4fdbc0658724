using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>A compiled statement whose values are bound by position, without the objects of ADO.NET.</summary>
/// <remarks>Binding a row of 14 values by name took as long as inserting it.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private const int MaxStackBytes = 512;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int parameter;

    public SqliteStatement(sqlite3 database, string text)
    {
        this.database = database;
        Check(sqlite3_prepare_v2(database, text, out statement));
    }

    /// <summary>Binds the next value.</summary>
    public SqliteStatement Bind(long value)
    {
        Check(sqlite3_bind_int64(statement, ++parameter, value));
        return this;
    }

    /// <summary>Binds the next value; <see langword="null"/> is NULL.</summary>
    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? sqlite3_bind_null(statement, ++parameter) : BindText(value));
        return this;
    }

    /// <summary>Binds the next value; <see langword="null"/> is NULL.</summary>
    public SqliteStatement Bind(byte[]? value)
    {
        Check(value is null ? sqlite3_bind_null(statement, ++parameter) : sqlite3_bind_blob(statement, ++parameter, value));
        return this;
    }

    /// <summary>Runs with the values bound since the last run, and returns the number of changed rows.</summary>
    public int Run()
    {
        parameter = 0;
        var result = sqlite3_step(statement);
        var changes = sqlite3_changes(database);
        sqlite3_reset(statement);
        if (result != SQLITE_DONE)
            Check(result);
        return changes;
    }

    public void Dispose() => statement.Dispose();

    private int BindText(string value)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = longest <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[longest];
        return sqlite3_bind_text(statement, ++parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
