// Package claims evaluates predicates over what a study shows: claims with their quantifiers,
// and the criteria of typologies. It is pure: it takes a record and returns values.
//
// # The site record
//
// A predicate is written in CEL (https://cel.dev) and asked of one site at a time. It may use:
//
//	site                 the site's letter, a text
//	attribute.NAME       an attribute of the site, a number or a text as its definition says
//	rank.NAME            the site's place by a number attribute, 1 the largest; equal values share a place (1, 2, 2, 4)
//	rank_low.NAME        the same from the smallest, 1 the smallest
//	formal.QUESTION      the site's decided position on a question, by aspect
//	practice.QUESTION
//	self_label.QUESTION
//	opinion.QUESTION
//	position.QUESTION    the same for a question that is used under one aspect only
//	known(practice.X)    whether the record has it: true or false, never unknown; has(practice.X) says the same
//
// A predicate about the study as a whole is asked once and may use:
//
//	study.NAME           an attribute of the study
//	count.sites          also count.units, count.participants, count.interviews
//	interviews.ROUND     interviews held in a round
//	target.ROUND         interviews planned for a round
//	participants.GROUP   participants of a profession group, such as participants.doctor
//	level.LEVEL          participants of a level, such as level.unit
//
// The rules are:
//   - a name that is no plain word is written in brackets: practice["does the digester work"];
//   - a name the study does not have, a position its question does not allow, and a comparison of a text
//     with a number are refused when the predicate is compiled, with the place and the nearest names;
//   - every number is a decimal number: 3 and 3.0 are the same;
//   - a nominal or ordinal question gives the name of a position, a numeric one a number, a set-valued one
//     a list of names ("x" in practice.roles);
//   - a contested majority and a stated position are decided like any other;
//   - a mixed site is known to be mixed: its position is the word "mixed", so == any position is false
//     (a numeric question then equals, exceeds and undercuts nothing; a set is ["mixed"]);
//   - a thin site, and one with no evidence, is unknown, and so is an attribute without a value;
//   - unknown is carried by CEL's partial evaluation: true || unknown is true, false && unknown is
//     false, anything else with an unknown in it is unknown;
//   - a place in a ranking is known only where every site has a value, since a missing one could change it;
//   - a predicate has at most 4,000 characters, 64 levels of nesting, two nested loops and a bounded
//     cost; functions are those of allowedFunctions.
//
// # Standing
//
// The standing of a claim is computed from the record and from its own fields, never from its code. The
// rules are, in this order:
//
//  1. A predicate asked of sites. The scope says which sites it is about (none given: all). Where the
//     scope is unknown at a site, the site is unknown unless its predicate alone keeps it from mattering.
//     a. A vague quantifier makes it a draft.
//     b. A claim that names its sites is closed over the record: it holds where exactly the named sites are
//     evidenced, and its quantifier is satisfied counting what is not evidenced as not so. Otherwise it
//     fails; named sites without evidence are missing, evidenced sites it does not name are extra. Sites
//     that are unknown are listed beside.
//     c. A claim that names no sites is open: it holds, or fails, where every way of filling in the unknown
//     sites agrees; otherwise it is unknown. A quantifier "all" with some site true, none false and the
//     rest unknown is partly evidenced.
//     d. A stated exception with a site is left out of the scope and listed. With "all but one" it is instead
//     the one: the predicate must be false there, and where that is not known the claim is not known. A
//     universal claim ("all" or "none") that would hold but carries an exception without a site holds with an
//     internal contradiction.
//     e. Over a scope in which no site is left there is nothing to count: unknown.
//  2. A universal claim that holds by rule 1 while one of its "against" claims holds on its own evidence at
//     sites within the scope is contradicted by that claim (printed contradicted_by:CODE). For other claims
//     the same is a flag.
//  3. A reading (typology and type, no predicate of its own) is asked of the sites in scope, of those it
//     names where it names some. It is contested where a required criterion of the type is contradicted, or an
//     incompatible one met, or where an against claim holds. It is interpretive where nothing in the record bears on any criterion, and holds where some
//     criterion is met and none stands against it.
//  4. A predicate about the study is asked once; the quantifier is not used.
//  5. Without predicate and type, outside the discussion: unverifiable.
//  6. Without predicate and type, in the discussion: no antecedents, no_antecedent; a scope wider than the
//     sites its antecedents are evidenced at, overgeneralised; all of them about another theme,
//     weak_antecedent; otherwise it rests on its antecedents, and the weakest of them is named.
//     Discussion claims with a predicate or type keep their own standing and carry the same as flags.
//
// Antecedents that go round in a circle and codes of claims that do not exist are flagged; see also
// CheckAntecedents, which refuses them when a claim is written.
package claims
