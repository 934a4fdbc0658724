using System.Reflection;
using System.Runtime.CompilerServices;
using RetailPulse.Tests.Architecture.Cyclic.Lower;
using RetailPulse.Tests.Architecture.Cyclic.Upper;

namespace RetailPulse.Tests.Architecture;

/// <summary>Tests that the folders of a project build on each other in one direction. Namespaces follow the folders.</summary>
public sealed class NamespaceCycleTests
{
    /// <summary>Types that may use every namespace of their project because they put its parts together, and why.</summary>
    private static readonly Dictionary<string, string> Composition = new(StringComparer.Ordinal)
    {
        ["RetailPulse.Grains.GrainServices"] = "Registers the services of all folders.",
        ["RetailPulse.Silo.Storage.StorageFaults"] = "Lets each engine classify an error.",
        ["RetailPulse.Silo.Storage.StorageHosting"] = "Registers the configured engine.",
        ["RetailPulse.WebFrontend.Console.ConsoleHosting"] = "Maps the pages of all folders.",
        ["RetailPulse.WebFrontend.V1.V1Api"] = "Maps the routes of all folders.",
    };

    [Theory]
    [InlineData("retailpulse")]
    [InlineData("RetailPulse.Client")]
    [InlineData("RetailPulse.Grains")]
    [InlineData("RetailPulse.Grains.Interfaces")]
    [InlineData("RetailPulse.Silo")]
    [InlineData("RetailPulse.WebFrontend")]
    public void The_namespaces_of_a_project_have_no_cycle(string project)
    {
        var cycle = new NamespaceGraph(Types(project), Composition.Keys).FindCycle();
        Assert.True(
            cycle.Count == 0,
            $"The namespaces of {project} have a cycle. Move a type, or pass it what it needs:\n{string.Join('\n', cycle)}"
        );
    }

    [Fact]
    public void Every_composition_type_exists()
    {
        var types = Composition
            .Keys.Select(name => name.Split('.')[..2])
            .Distinct()
            .SelectMany(name => Types(string.Join('.', name)))
            .Select(type => type.FullName);
        Assert.Empty(Composition.Keys.Except(types));
    }

    [Fact]
    public void A_cycle_is_reported_with_the_types_that_cause_it()
    {
        var cycle = new NamespaceGraph([typeof(Numbers), typeof(Spelling)], []).FindCycle();
        Assert.Equal(
            [
                $"{typeof(Numbers).FullName} uses {typeof(Spelling).FullName}",
                $"{typeof(Spelling).FullName} uses {typeof(Numbers).FullName}",
            ],
            cycle
        );
    }

    /// <summary>Returns the types of a project, without those that source generators place in other namespaces.</summary>
    private static IEnumerable<Type> Types(string project) =>
        Assembly
            .Load(project)
            .GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith("RetailPulse", StringComparison.Ordinal) == true
                && (type.IsNested || type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            );
}
