using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Reads the secret that all processes of an installation share.</summary>
internal static class SqliteInstallation
{
    /// <summary>
    /// Returns the secret, and generates it if it does not exist. If several processes start at once, all get the first one's secret.
    /// </summary>
    public static InstallationSecret ReadSecret(SqliteConnection connection)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO installation(id, secret) VALUES(1, $secret) ON CONFLICT DO NOTHING";
        insert.Parameters.AddWithValue("$secret", RandomNumberGenerator.GetBytes(InstallationSecret.Length));
        insert.ExecuteNonQuery();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT secret FROM installation";
        return new InstallationSecret((byte[])read.ExecuteScalar()!);
    }
}
