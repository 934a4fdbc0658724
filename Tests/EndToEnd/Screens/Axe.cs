using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Runs the rules of axe on a page without frames.</summary>
/// <remarks>
/// The package's own call loads axe a second time, in a tab of its own, to combine the results of frames, which takes three times as long.
/// </remarks>
internal static class Axe
{
    private const string Run = """
        async rules => {
          const all = { rules: { 'target-size': { enabled: true } } };
          const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : all) });
          return violations.flatMap(rule => rule.nodes.slice(0, 3).map(node => `${rule.id}: ${node.html}`));
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// Returns what violates the given rules, or any rule: those that axe applies by default, and the size of targets, which WCAG 2.2 AA
    /// requires.
    /// </summary>
    public static async Task<string[]> FindViolationsAsync(IPage page, params string[]? rules)
    {
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run, rules is [] ? null : rules);
    }
}
